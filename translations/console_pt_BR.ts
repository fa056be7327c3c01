<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR" sourcelanguage="en_US">
<context>
    <name>ConnectionState</name>
    <message>
        <source>Nothing listens at this address.</source>
        <translation>Nada escuta neste endereço.</translation>
    </message>
    <message>
        <source>The connection to the Resync agent broke.</source>
        <translation>A conexão com o agente Resync caiu.</translation>
    </message>
    <message>
        <source>The host name is not known.</source>
        <translation>O nome do host não é conhecido.</translation>
    </message>
    <message>
        <source>The Resync agent does not answer.</source>
        <translation>O agente Resync não responde.</translation>
    </message>
    <message>
        <source>The Resync agent, or a proxy before it, reports an internal error.</source>
        <translation>O agente Resync, ou um proxy antes dele, informa um erro interno.</translation>
    </message>
    <message>
        <source>The Resync agent answered with something this console does not understand.</source>
        <translation>O agente Resync respondeu algo que este console não entende.</translation>
    </message>
    <message>
        <source>The certificate of the Resync agent is not trusted.</source>
        <translation>O certificado do agente Resync não é confiável.</translation>
    </message>
    <message>
        <source>The Resync agent refused the user name or the password.</source>
        <translation>O agente Resync recusou o usuário ou a senha.</translation>
    </message>
    <message>
        <source>This user may not read from the Resync agent.</source>
        <translation>Este usuário não pode ler do agente Resync.</translation>
    </message>
    <message>
        <source>Too many failed sign-ins; the Resync agent refuses this user for a while.</source>
        <translation>Muitas tentativas de acesso sem sucesso; o agente Resync recusa este usuário por algum tempo.</translation>
    </message>
    <message>
        <source>Something answers there, but it is not a Resync agent.</source>
        <translation>Algo responde nesse endereço, mas não é um agente Resync.</translation>
    </message>
    <message>
        <source>This connection would send the password unencrypted, and its settings do not allow that.</source>
        <translation>Esta conexão enviaria a senha sem criptografia, e sua configuração não permite isso.</translation>
    </message>
    <message>
        <source>The address is not a URL such as https://host:8443.</source>
        <translation>O endereço não é uma URL como https://host:8443.</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Não conectado</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Conexão perdida</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Sign in with another user or password.</source>
        <translation>Entre com outro usuário ou senha.</translation>
    </message>
    <message>
        <source>This needs an administrator.</source>
        <translation>Isto exige um administrador.</translation>
    </message>
    <message>
        <source>Too many failed sign-ins. Try again later.</source>
        <translation>Muitas tentativas de acesso sem sucesso. Tente mais tarde.</translation>
    </message>
    <message>
        <source>Asked too often. Try again in a minute.</source>
        <translation>Pedido com frequência demais. Tente de novo em um minuto.</translation>
    </message>
    <message>
        <source>The engine refuses the Resync agent&apos;s sign-in.</source>
        <translation>O motor recusa o acesso do agente Resync.</translation>
    </message>
    <message>
        <source>The engine answers with something the Resync agent does not understand.</source>
        <translation>O motor responde algo que o agente Resync não entende.</translation>
    </message>
    <message>
        <source>The Resync agent cannot reach the engine.</source>
        <translation>O agente Resync não alcança o motor.</translation>
    </message>
    <message>
        <source>The engine does not answer the Resync agent in time.</source>
        <translation>O motor não responde ao agente Resync a tempo.</translation>
    </message>
    <message>
        <source>This engine does not offer that.</source>
        <translation>Este motor não oferece isso.</translation>
    </message>
    <message>
        <source>The Resync agent has not read a plan yet.</source>
        <translation>O agente Resync ainda não leu um plano.</translation>
    </message>
    <message>
        <source>The Resync agent has no engine configured. Set TWS_HOST.</source>
        <translation>O agente Resync não tem motor configurado. Defina TWS_HOST.</translation>
    </message>
    <message>
        <source>The Resync agent has no administrator. Set ADMIN_PASSWORD.</source>
        <translation>O agente Resync não tem administrador. Defina ADMIN_PASSWORD.</translation>
    </message>
    <message>
        <source>The Resync agent is overloaded.</source>
        <translation>O agente Resync está sobrecarregado.</translation>
    </message>
    <message>
        <source>The Resync agent is stopping.</source>
        <translation>O agente Resync está parando.</translation>
    </message>
    <message>
        <source>The Resync agent did not accept the request.</source>
        <translation>O agente Resync não aceitou o pedido.</translation>
    </message>
    <message>
        <source>Not allowed for this user.</source>
        <translation>Não permitido a este usuário.</translation>
    </message>
    <message>
        <source>The Resync agent does not have that.</source>
        <translation>O agente Resync não tem isso.</translation>
    </message>
    <message>
        <source>It changed in the meantime.</source>
        <translation>Mudou nesse meio-tempo.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Sem resposta a tempo.</translation>
    </message>
    <message>
        <source>The Resync agent cannot be reached.</source>
        <translation>O agente Resync está inacessível.</translation>
    </message>
    <message>
        <source>The answer could not be understood.</source>
        <translation>A resposta não pôde ser entendida.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <source>The Resync agent reports an internal error.</source>
        <translation>O agente Resync informa um erro interno.</translation>
    </message>
</context>
<context>
    <name>HealthModel</name>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>Plan mirror</source>
        <translation>Espelho do plano</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Knowledge (Neo4j)</source>
        <translation>Conhecimento (Neo4j)</translation>
    </message>
    <message>
        <source>LLM</source>
        <translation>LLM</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Armazenamento</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Relógio</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Not configured</source>
        <translation>Não configurado</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Degradado</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Fora do ar</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconhecido</translation>
    </message>
    <message>
        <source>was %1</source>
        <extracomment>%1 is a health status such as &quot;OK&quot; from the last answer of an agent that is lost</extracomment>
        <translation>era %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <extracomment>%1 is a number of milliseconds</extracomment>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>StateKind</name>
    <message>
        <source>Abend</source>
        <translation>Abend</translation>
    </message>
    <message>
        <source>Abend rc %1</source>
        <translation>Abend rc %1</translation>
    </message>
    <message>
        <source>Failed rc %1</source>
        <translation>Falha rc %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Com falha</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Atrasado</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Retido</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>Prompt</source>
        <extracomment>A job that waits for a person&apos;s answer</extracomment>
        <translation>Pergunta</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Em execução</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Pronto</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Em espera</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Concluído</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelado</translation>
    </message>
    <message>
        <source>Suppressed</source>
        <translation>Suprimido</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconhecido</translation>
    </message>
    <message>
        <source>Running late</source>
        <translation>Execução atrasada</translation>
    </message>
    <message>
        <source>Late start</source>
        <translation>Início atrasado</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirmar</translation>
    </message>
</context>
<context>
    <name>StatementText</name>
    <message>
        <source>The data is older than it should be.</source>
        <translation>Os dados estão mais velhos do que deveriam.</translation>
    </message>
    <message>
        <source>The Resync agent cannot reach the engine.</source>
        <translation>O agente Resync não alcança o motor.</translation>
    </message>
    <message>
        <source>The engine refuses the Resync agent&apos;s sign-in.</source>
        <translation>O motor recusa o acesso do agente Resync.</translation>
    </message>
    <message>
        <source>The cache was invalidated and is being read anew.</source>
        <translation>O cache foi invalidado e está sendo lido de novo.</translation>
    </message>
    <message>
        <source>The engine is being read anew.</source>
        <translation>O motor está sendo lido de novo.</translation>
    </message>
    <message>
        <source>The engine&apos;s counts differ; they are being read again.</source>
        <translation>As contagens do motor divergem; estão sendo lidas de novo.</translation>
    </message>
    <message>
        <source>The engine is changing to a new plan.</source>
        <translation>O motor está passando para um novo plano.</translation>
    </message>
    <message>
        <source>A refresh was asked for and has not ended yet.</source>
        <translation>Uma atualização foi pedida e ainda não terminou.</translation>
    </message>
    <message>
        <source>The data may be out of date.</source>
        <translation>Os dados podem estar desatualizados.</translation>
    </message>
    <message>
        <source>It ended with return code %1.</source>
        <translation>Terminou com o código de retorno %1.</translation>
    </message>
    <message>
        <source>It ended in error.</source>
        <translation>Terminou com erro.</translation>
    </message>
    <message>
        <source>It could not be started.</source>
        <translation>Não pôde ser iniciado.</translation>
    </message>
    <message>
        <source>It is held.</source>
        <translation>Está retido.</translation>
    </message>
    <message>
        <source>It is held: its priority is 0.</source>
        <translation>Está retido: sua prioridade é 0.</translation>
    </message>
    <message>
        <source>It is blocked; the engine does not say why.</source>
        <translation>Está bloqueado; o motor não diz por quê.</translation>
    </message>
    <message>
        <source>It waits; the engine does not say what for.</source>
        <translation>Está em espera; o motor não diz pelo quê.</translation>
    </message>
    <message>
        <source>It waits for dependencies (%1 unresolved).</source>
        <translation>Espera por dependências (%1 não resolvidas).</translation>
    </message>
    <message>
        <source>It waits for a predecessor.</source>
        <translation>Espera por um predecessor.</translation>
    </message>
    <message>
        <source>A predecessor ended with a condition that was not expected.</source>
        <translation>Um predecessor terminou com uma condição inesperada.</translation>
    </message>
    <message>
        <source>Its start time is not reached.</source>
        <translation>Seu horário de início ainda não chegou.</translation>
    </message>
    <message>
        <source>It waits for an answer to a prompt.</source>
        <translation>Espera pela resposta a um prompt.</translation>
    </message>
    <message>
        <source>It waits for a file.</source>
        <translation>Espera por um arquivo.</translation>
    </message>
    <message>
        <source>It waits for input.</source>
        <translation>Espera por uma entrada.</translation>
    </message>
    <message>
        <source>It waits for a resource.</source>
        <translation>Espera por um recurso.</translation>
    </message>
    <message>
        <source>The limit of its workstation or job stream is reached.</source>
        <translation>O limite da estação de trabalho ou do job stream foi atingido.</translation>
    </message>
    <message>
        <source>It waits for the engine agent of its workstation.</source>
        <translation>Espera pelo agente do motor na sua estação de trabalho.</translation>
    </message>
    <message>
        <source>It waits for somebody to intervene.</source>
        <translation>Espera que alguém intervenha.</translation>
    </message>
    <message>
        <source>Its priority is not above the fence of its workstation.</source>
        <translation>Sua prioridade não está acima do fence da estação de trabalho.</translation>
    </message>
    <message>
        <source>It is suppressed.</source>
        <translation>Está suprimido.</translation>
    </message>
    <message>
        <source>A conditional dependency was not met.</source>
        <translation>Uma dependência condicional não foi satisfeita.</translation>
    </message>
    <message>
        <source>Its workstation is not part of the plan.</source>
        <translation>Sua estação de trabalho não faz parte do plano.</translation>
    </message>
    <message>
        <source>Configured, but this version does not use it yet.</source>
        <translation>Configurado, mas esta versão ainda não o usa.</translation>
    </message>
    <message>
        <source>The plan has not been read yet.</source>
        <translation>O plano ainda não foi lido.</translation>
    </message>
    <message>
        <source>Less than 200 MiB are free.</source>
        <translation>Há menos de 200 MiB livres.</translation>
    </message>
    <message>
        <source>The state directory&apos;s disk cannot be read.</source>
        <translation>O disco do diretório de estado não pode ser lido.</translation>
    </message>
    <message>
        <source>The engine refuses the sign-in: check TWS_USER and TWS_PASSWORD.</source>
        <translation>O motor recusa o acesso: verifique TWS_USER e TWS_PASSWORD.</translation>
    </message>
    <message>
        <source>It would take about %1 engine calls.</source>
        <translation>Custaria cerca de %1 chamadas ao motor.</translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
</context>
<context>
    <name>resync::console::AttentionModel</name>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Job stream</source>
        <translation>Job stream</translation>
    </message>
    <message>
        <source>For</source>
        <extracomment>Column of a table: how long the job has been in this state</extracomment>
        <translation>Há</translation>
    </message>
    <message>
        <source>Act by</source>
        <translation>Agir até</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por quê</translation>
    </message>
</context>
<context>
    <name>resync::console::Banner</name>
    <message>
        <source>Agent unreachable since %1</source>
        <translation>Agente inacessível desde %1</translation>
    </message>
    <message>
        <source>Retrying in %1.</source>
        <translation>Nova tentativa em %1.</translation>
    </message>
    <message>
        <source>Showing the plan as of %1.</source>
        <translation>Mostrando o plano de %1.</translation>
    </message>
    <message>
        <source>Edit connection…</source>
        <translation>Editar conexão…</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Tentar agora</translation>
    </message>
</context>
<context>
    <name>resync::console::CachePage</name>
    <message>
        <source>There is no connection</source>
        <translation>Não há conexão</translation>
    </message>
    <message>
        <source>Invalidating needs the Resync agent</source>
        <translation>Invalidar depende do agente Resync</translation>
    </message>
    <message>
        <source>Only admins may invalidate; this connection has no user</source>
        <translation>Só administradores podem invalidar; esta conexão não tem usuário</translation>
    </message>
    <message>
        <source>This connection is read-only</source>
        <translation>Esta conexão é somente leitura</translation>
    </message>
    <message>
        <source>Only admins may invalidate; %1 is not one</source>
        <translation>Só administradores podem invalidar; %1 não é um deles</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Invalidate…</source>
        <translation>Invalidar…</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Escopos</translation>
    </message>
    <message>
        <source>Recent invalidations</source>
        <translation>Invalidações recentes</translation>
    </message>
    <message>
        <source>Scopes of the cache</source>
        <translation>Escopos do cache</translation>
    </message>
    <message>
        <source>Invalidations by this console</source>
        <translation>Invalidações feitas por este console</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>ainda desconhecido</translation>
    </message>
    <message>
        <source>Invalidations that this console asks for are listed here.</source>
        <translation>As invalidações pedidas por este console aparecem aqui.</translation>
    </message>
</context>
<context>
    <name>resync::console::CacheScopeModel</name>
    <message>
        <source>Hit rate %1 %</source>
        <translation>Acertos %1 %</translation>
    </message>
    <message>
        <source>%1 of %2 engine calls in the last %3</source>
        <translation>%1 de %2 chamadas ao motor nos últimos %3</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Job streams</source>
        <translation>Job streams</translation>
    </message>
    <message>
        <source>Workstations</source>
        <translation>Estações de trabalho</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalhes</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Escopo</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamanho</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Idade</translation>
    </message>
    <message>
        <source>Last invalidated</source>
        <translation>Última invalidação</translation>
    </message>
    <message>
        <source>By</source>
        <extracomment>Column of a table: who invalidated the cache</extracomment>
        <translation>Por</translation>
    </message>
</context>
<context>
    <name>resync::console::CommandPalette</name>
    <message>
        <source>Type a command</source>
        <translation>Digite um comando</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Comandos</translation>
    </message>
</context>
<context>
    <name>resync::console::Commands</name>
    <message>
        <source>Overview</source>
        <translation>Visão geral</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>Carga de trabalho</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Métricas</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuração</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Atualizar</translation>
    </message>
    <message>
        <source>Invalidate cache…</source>
        <translation>Invalidar cache…</translation>
    </message>
    <message>
        <source>Connect again now</source>
        <translation>Reconectar agora</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrar</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Add connection…</source>
        <translation>Adicionar conexão…</translation>
    </message>
    <message>
        <source>Edit this connection…</source>
        <translation>Editar esta conexão…</translation>
    </message>
    <message>
        <source>Remove this connection…</source>
        <translation>Remover esta conexão…</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Maior</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Menor</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>Tamanho normal</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>Tema da área de trabalho</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Tema claro</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Tema escuro</translation>
    </message>
    <message>
        <source>Language of the desktop</source>
        <translation>Idioma da área de trabalho</translation>
    </message>
    <message>
        <source>Times in the plan&apos;s zone</source>
        <translation>Horários no fuso do plano</translation>
    </message>
    <message>
        <source>Times in my zone</source>
        <translation>Horários no meu fuso</translation>
    </message>
    <message>
        <source>Times in UTC</source>
        <translation>Horários em UTC</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Horários</translation>
    </message>
</context>
<context>
    <name>resync::console::ConfigModel</name>
    <message>
        <source>default</source>
        <translation>padrão</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>ambiente</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>não definido</translation>
    </message>
    <message>
        <source>waits for a restart</source>
        <translation>aguarda reinício</translation>
    </message>
    <message>
        <source>on reload</source>
        <translation>ao recarregar</translation>
    </message>
    <message>
        <source>on restart</source>
        <translation>ao reiniciar</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Parâmetro</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>From</source>
        <extracomment>Column of a table: which file or layer a setting comes from</extracomment>
        <translation>Origem</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Padrão</translation>
    </message>
    <message>
        <source>Takes effect</source>
        <extracomment>Column of a table: when a changed setting takes effect</extracomment>
        <translation>Passa a valer</translation>
    </message>
</context>
<context>
    <name>resync::console::ConfigurationPage</name>
    <message>
        <source>Configuration</source>
        <translation>Configuração</translation>
    </message>
    <message>
        <source>Filter settings (/)</source>
        <translation>Filtrar parâmetros (/)</translation>
    </message>
    <message>
        <source>Filter of the settings</source>
        <translation>Filtro dos parâmetros</translation>
    </message>
    <message>
        <source>Settings of the Resync agent</source>
        <translation>Parâmetros do agente Resync</translation>
    </message>
    <message>
        <source>There is no connection.</source>
        <translation>Não há conexão.</translation>
    </message>
    <message>
        <source>The whole configuration is shown to admins; this connection has no user.</source>
        <translation>A configuração completa é mostrada a administradores; esta conexão não tem usuário.</translation>
    </message>
    <message>
        <source>The whole configuration is shown to admins; %1 is not one.</source>
        <translation>A configuração completa é mostrada a administradores; %1 não é um deles.</translation>
    </message>
    <message>
        <source>The configuration is not known yet.</source>
        <translation>A configuração ainda não é conhecida.</translation>
    </message>
    <message>
        <source>read only; changed in the agent&apos;s files</source>
        <translation>somente leitura; altera-se nos arquivos do agente</translation>
    </message>
    <message>
        <source>%1 · Resync agent %2 · loaded %3</source>
        <translation>%1 · agente Resync %2 · carregada %3</translation>
    </message>
    <message>
        <source>Choose a setting to read what it does.</source>
        <translation>Escolha um parâmetro para ler o que ele faz.</translation>
    </message>
</context>
<context>
    <name>resync::console::ConnectionDialog</name>
    <message>
        <source>Edit connection</source>
        <translation>Editar conexão</translation>
    </message>
    <message>
        <source>Add connection</source>
        <translation>Adicionar conexão</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produção</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Teste</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>Desenvolvimento</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Ambiente</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuário</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Senha</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Testar conexão</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>sem alteração</translation>
    </message>
    <message>
        <source>kept in the system&apos;s keychain</source>
        <translation>guardada no chaveiro do sistema</translation>
    </message>
    <message>
        <source>no keychain: kept until the console closes</source>
        <translation>sem chaveiro: guardada até o console fechar</translation>
    </message>
    <message>
        <source>plum stripe; asks before it changes anything</source>
        <translation>faixa ameixa; pergunta antes de alterar algo</translation>
    </message>
    <message>
        <source>teal stripe</source>
        <translation>faixa verde-azulada</translation>
    </message>
    <message>
        <source>grey stripe</source>
        <translation>faixa cinza</translation>
    </message>
    <message>
        <source>Enter the URL</source>
        <translation>Informe a URL</translation>
    </message>
    <message>
        <source>Enter a name</source>
        <translation>Informe um nome</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Testar de novo</translation>
    </message>
    <message>
        <source>tested %1</source>
        <translation>testado às %1</translation>
    </message>
    <message>
        <source>Choose the file of the certificate authority</source>
        <translation>Escolha o arquivo da autoridade certificadora</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificados (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
</context>
<context>
    <name>resync::console::DataTable</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Copiar como CSV</translation>
    </message>
</context>
<context>
    <name>resync::console::DialogFrame</name>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>resync::console::EmptyPage</name>
    <message>
        <source>No connection yet: add the Resync agent of your site to see its plan.</source>
        <translation>Nenhuma conexão ainda: adicione o agente Resync do seu site para ver o plano.</translation>
    </message>
    <message>
        <source>Add connection…</source>
        <translation>Adicionar conexão…</translation>
    </message>
    <message>
        <source>Just looking? &lt;b&gt;./dev run&lt;/b&gt; starts a demo engine with its agent and opens it here, marked as demo.</source>
        <translation>Só conhecendo? &lt;b&gt;./dev run&lt;/b&gt; inicia um motor de demonstração com seu agente e o abre aqui, marcado como demo.</translation>
    </message>
</context>
<context>
    <name>resync::console::Header</name>
    <message>
        <source>engine %1</source>
        <translation>motor %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Atualizar</translation>
    </message>
    <message>
        <source>Reads the Resync agent (F5)</source>
        <translation>Lê o agente Resync (F5)</translation>
    </message>
    <message>
        <source>More ways to refresh</source>
        <translation>Outras formas de atualizar</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Conexões</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Sem conexão</translation>
    </message>
    <message>
        <source>PRODUCTION</source>
        <translation>PRODUÇÃO</translation>
    </message>
    <message>
        <source>TEST</source>
        <translation>TESTE</translation>
    </message>
    <message>
        <source>DEVELOPMENT</source>
        <translation>DESENVOLVIMENTO</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>The engine is a simulator: none of this is real</source>
        <translation>O motor é um simulador: nada disto é real</translation>
    </message>
    <message>
        <source>Refreshing needs the Resync agent</source>
        <translation>Atualizar depende do agente Resync</translation>
    </message>
    <message>
        <source>Retrying in %1</source>
        <translation>Nova tentativa em %1</translation>
    </message>
    <message>
        <source>Retrying now</source>
        <translation>Tentando agora</translation>
    </message>
    <message>
        <source>%1 · %2 ago</source>
        <translation>%1 · há %2</translation>
    </message>
    <message>
        <source>Plan as of %1 · %2 ago</source>
        <translation>Plano de %1 · há %2</translation>
    </message>
    <message>
        <source>admin</source>
        <extracomment>the role of the user</extracomment>
        <translation>admin</translation>
    </message>
</context>
<context>
    <name>resync::console::HealthGrid</name>
    <message>
        <source>since %1</source>
        <translation>desde %1</translation>
    </message>
</context>
<context>
    <name>resync::console::HealthModel</name>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n fora do ar</numerusform>
            <numerusform>%n fora do ar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n degradado</numerusform>
            <numerusform>%n degradados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n OK</source>
        <translation>
            <numerusform>%n OK</numerusform>
            <numerusform>%n OK</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n desconhecido</numerusform>
            <numerusform>%n desconhecidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not configured</source>
        <translation>
            <numerusform>%n não configurado</numerusform>
            <numerusform>%n não configurados</numerusform>
        </translation>
    </message>
    <message>
        <source>Component</source>
        <translation>Componente</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensagem</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latência</translation>
    </message>
    <message>
        <source>Since</source>
        <extracomment>Column of a table: since when the component has this status</extracomment>
        <translation>Desde</translation>
    </message>
</context>
<context>
    <name>resync::console::InvalidateDialog</name>
    <message>
        <source>Invalidate cache of %1</source>
        <translation>Invalidar cache de %1</translation>
    </message>
    <message>
        <source>What should be read from the engine again?</source>
        <translation>O que deve ser lido de novo do motor?</translation>
    </message>
    <message>
        <source>All consoles share this cache; until the new data are there they keep the old, marked with its age.</source>
        <translation>Todos os consoles compartilham este cache; até os novos dados chegarem, mantêm os antigos, marcados com a idade.</translation>
    </message>
    <message>
        <source>%1 is production.</source>
        <translation>%1 é produção.</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Digite %1 para confirmar</translation>
    </message>
    <message>
        <source>Reading from the engine: %1</source>
        <translation>Lendo do motor: %1</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Escopo</translation>
    </message>
    <message>
        <source>Age before</source>
        <translation>Idade antes</translation>
    </message>
    <message>
        <source>Age after</source>
        <translation>Idade depois</translation>
    </message>
    <message>
        <source>Engine calls</source>
        <translation>Chamadas ao motor</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Copiar como curl</translation>
    </message>
    <message>
        <source>A command line that does the same; it asks for the password</source>
        <translation>Uma linha de comando que faz o mesmo; ela pede a senha</translation>
    </message>
    <message>
        <source>asking what it costs</source>
        <translation>consultando o custo</translation>
    </message>
    <message numerus="yes">
        <source>about %n engine call(s)</source>
        <translation>
            <numerusform>cerca de %n chamada ao motor</numerusform>
            <numerusform>cerca de %n chamadas ao motor</numerusform>
        </translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>custo desconhecido</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>confere</translation>
    </message>
    <message>
        <source>Type the name to confirm</source>
        <translation>Digite o nome para confirmar</translation>
    </message>
    <message numerus="yes">
        <source>%n engine call(s)</source>
        <translation>
            <numerusform>%n chamada ao motor</numerusform>
            <numerusform>%n chamadas ao motor</numerusform>
        </translation>
    </message>
    <message>
        <source>Read anew: %1 in %2, finished %3</source>
        <translation>Lido de novo: %1 em %2, concluído às %3</translation>
    </message>
    <message>
        <source>Invalidated; the engine is still being read: %1 so far</source>
        <translation>Invalidado; o motor ainda está sendo lido: %1 até agora</translation>
    </message>
    <message>
        <source>Cancelled. The Resync agent may finish it all the same.</source>
        <translation>Cancelado. O agente Resync ainda pode concluir.</translation>
    </message>
    <message>
        <source>Invalidate again</source>
        <translation>Invalidar de novo</translation>
    </message>
    <message>
        <source>Invalidate</source>
        <translation>Invalidar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>resync::console::Invalidator</name>
    <message>
        <source>Everything</source>
        <translation>Tudo</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Workstations</source>
        <translation>Estações de trabalho</translation>
    </message>
</context>
<context>
    <name>resync::console::JobFacts</name>
    <message>
        <source>Started</source>
        <translation>Início</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Fim</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durou</translation>
    </message>
    <message>
        <source>Runs for</source>
        <translation>Executa há</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Estimado</translation>
    </message>
    <message>
        <source>Job number</source>
        <translation>Número do job</translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation>Executado em</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Espera por</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Agendado</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Não antes de</translation>
    </message>
    <message>
        <source>Return code</source>
        <translation>Código de retorno</translation>
    </message>
    <message>
        <source>Start until</source>
        <translation>Iniciar até</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Prazo</translation>
    </message>
    <message>
        <source>Act by</source>
        <translation>Agir até</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridade</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Execuções</translation>
    </message>
    <message>
        <source>Engine says</source>
        <translation>O motor diz</translation>
    </message>
</context>
<context>
    <name>resync::console::JobPane</name>
    <message>
        <source>Choose a job to see what is known about it.</source>
        <translation>Escolha um job para ver o que se sabe dele.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por quê</translation>
    </message>
</context>
<context>
    <name>resync::console::JobTableModel</name>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Job stream</source>
        <translation>Job stream</translation>
    </message>
    <message>
        <source>Workstation</source>
        <translation>Estação de trabalho</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Início</translation>
    </message>
    <message>
        <source>For</source>
        <extracomment>Column of a table: how long the job has been running</extracomment>
        <translation>Há</translation>
    </message>
    <message>
        <source>Usual</source>
        <extracomment>Column of a table: how long the job usually runs</extracomment>
        <translation>Usual</translation>
    </message>
    <message>
        <source>Return code</source>
        <translation>Código de retorno</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Prazo</translation>
    </message>
</context>
<context>
    <name>resync::console::MetricsPage</name>
    <message>
        <source>Metrics</source>
        <translation>Métricas</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requisições</translation>
    </message>
    <message>
        <source>per second, all routes</source>
        <translation>por segundo, todas as rotas</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latência</translation>
    </message>
    <message>
        <source>of the agent&apos;s answers</source>
        <translation>das respostas do agente</translation>
    </message>
    <message>
        <source>Jobs on the move</source>
        <translation>Jobs em andamento</translation>
    </message>
    <message>
        <source>and those that need a person</source>
        <translation>e os que precisam de alguém</translation>
    </message>
    <message>
        <source>Jobs waiting and done</source>
        <translation>Jobs em espera e concluídos</translation>
    </message>
    <message>
        <source>Drawn from the second sample on, a few seconds from now</source>
        <translation>Desenhado a partir da segunda amostra, em alguns segundos</translation>
    </message>
    <message>
        <source>sampled by this console since %1</source>
        <translation>amostrado por este console desde %1</translation>
    </message>
    <message>
        <source>Median (p50)</source>
        <translation>Mediana (p50)</translation>
    </message>
    <message>
        <source>Slowest 5 % (p95)</source>
        <translation>5 % mais lentas (p95)</translation>
    </message>
</context>
<context>
    <name>resync::console::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Visão geral</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Com falha</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Atrasado</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Em execução</translation>
    </message>
    <message>
        <source>Ready / Waiting</source>
        <translation>Prontos / Em espera</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Retido</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Concluído</translation>
    </message>
    <message>
        <source>each job counts once, worst state first</source>
        <translation>cada job conta uma vez, pior estado primeiro</translation>
    </message>
    <message>
        <source>Jobs that need a person</source>
        <translation>Jobs que precisam de alguém</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Saúde</translation>
    </message>
    <message>
        <source>Jobs done</source>
        <translation>Jobs concluídos</translation>
    </message>
    <message>
        <source>since this console connected</source>
        <translation>desde que este console conectou</translation>
    </message>
    <message>
        <source>Grows with each new reading of the plan</source>
        <translation>Cresce a cada nova leitura do plano</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>de %1</translation>
    </message>
    <message numerus="yes">
        <source>%n critical</source>
        <translation>
            <numerusform>%n crítico</numerusform>
            <numerusform>%n críticos</numerusform>
        </translation>
    </message>
    <message>
        <source>oldest %1</source>
        <translation>mais antigo %1</translation>
    </message>
    <message numerus="yes">
        <source>%n not started</source>
        <translation>
            <numerusform>%n não iniciado</numerusform>
            <numerusform>%n não iniciados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n pergunta</numerusform>
            <numerusform>%n perguntas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 % of %2</source>
        <translation>%1 % de %2</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>ainda desconhecido</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Pronto</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Em espera</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelado</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconhecido</translation>
    </message>
    <message>
        <source>No plan yet</source>
        <translation>Nenhum plano ainda</translation>
    </message>
    <message numerus="yes">
        <source>%n need you</source>
        <translation>
            <numerusform>%n precisa de você</numerusform>
            <numerusform>%n precisam de você</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing needs you</source>
        <translation>Nada precisa de você</translation>
    </message>
    <message>
        <source>by latest time to act</source>
        <translation>pelo último horário para agir</translation>
    </message>
    <message>
        <source>failed, late, held, blocked and asking jobs appear here</source>
        <translation>jobs com falha, atrasados, retidos, bloqueados e com pergunta aparecem aqui</translation>
    </message>
</context>
<context>
    <name>resync::console::Page</name>
    <message>
        <source>Plan %1</source>
        <translation>Plano %1</translation>
    </message>
    <message>
        <source>%1 jobs</source>
        <translation>%1 jobs</translation>
    </message>
    <message>
        <source>as of %1 · %2 old</source>
        <translation>de %1 · há %2</translation>
    </message>
</context>
<context>
    <name>resync::console::Rail</name>
    <message>
        <source>Operate</source>
        <extracomment>group of pages in the rail: what an operator works with</extracomment>
        <translation>Operar</translation>
    </message>
    <message>
        <source>Administer</source>
        <extracomment>group of pages in the rail: what an administrator works with</extracomment>
        <translation>Administrar</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
</context>
<context>
    <name>resync::console::RecentInvalidations</name>
    <message>
        <source>read anew</source>
        <translation>lido de novo</translation>
    </message>
    <message>
        <source>still being read</source>
        <translation>ainda em leitura</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Em</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Escopo</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Age before</source>
        <translation>Idade antes</translation>
    </message>
    <message>
        <source>Age after</source>
        <translation>Idade depois</translation>
    </message>
    <message>
        <source>Engine calls</source>
        <translation>Chamadas ao motor</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durou</translation>
    </message>
</context>
<context>
    <name>resync::console::ReducedView</name>
    <message>
        <source>configured</source>
        <translation>configurado</translation>
    </message>
    <message>
        <source>not configured</source>
        <translation>não configurado</translation>
    </message>
</context>
<context>
    <name>resync::console::RemoveDialog</name>
    <message>
        <source>Remove connection %1</source>
        <translation>Remover conexão %1</translation>
    </message>
    <message>
        <source>This console forgets the connection and its password. The Resync agent is not touched.</source>
        <translation>Este console esquece a conexão e sua senha. O agente Resync não é alterado.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Manter</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
</context>
<context>
    <name>resync::console::TestSteps</name>
    <message>
        <source>Reached %1</source>
        <translation>%1 alcançado</translation>
    </message>
    <message>
        <source>TLS: certificate is trusted</source>
        <translation>TLS: certificado confiável</translation>
    </message>
    <message>
        <source>TLS: %1</source>
        <translation>TLS: %1</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>Acesso como %1</translation>
    </message>
    <message>
        <source>Resync agent %1</source>
        <translation>Agente Resync %1</translation>
    </message>
    <message>
        <source>Reach the address</source>
        <translation>Alcançar o endereço</translation>
    </message>
    <message>
        <source>TLS certificate</source>
        <translation>Certificado TLS</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Sign in as %1</source>
        <translation>Entrar como %1</translation>
    </message>
    <message>
        <source>Agent and API version</source>
        <translation>Versão do agente e da API</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>não tentado</translation>
    </message>
    <message>
        <source>trying…</source>
        <translation>tentando…</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>desnecessário</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Choose CA file…</source>
        <translation>Escolher arquivo da CA…</translation>
    </message>
    <message>
        <source>Allow plain http for this connection</source>
        <translation>Permitir http sem criptografia nesta conexão</translation>
    </message>
</context>
<context>
    <name>resync::console::WorkloadPage</name>
    <message>
        <source>Not understood: %1</source>
        <translation>Não entendido: %1</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>Carga de trabalho</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Tente</translation>
    </message>
    <message>
        <source>Filter jobs: text, or field:value (/)</source>
        <translation>Filtrar jobs: texto ou campo:valor (/)</translation>
    </message>
    <message>
        <source>Filter of the jobs</source>
        <translation>Filtro dos jobs</translation>
    </message>
    <message>
        <source>Jobs of the plan</source>
        <translation>Jobs do plano</translation>
    </message>
    <message>
        <source>Clear filter (Esc)</source>
        <translation>Limpar filtro (Esc)</translation>
    </message>
    <message>
        <source>Jobs  %1</source>
        <translation>Jobs  %1</translation>
    </message>
    <message>
        <source>%1 of %2 jobs</source>
        <translation>%1 de %2 jobs</translation>
    </message>
    <message>
        <source>No job matches %1.</source>
        <translation>Nenhum job corresponde a %1.</translation>
    </message>
    <message>
        <source>The plan has no jobs.</source>
        <translation>O plano não tem jobs.</translation>
    </message>
    <message>
        <source>The jobs are not known yet.</source>
        <translation>Os jobs ainda não são conhecidos.</translation>
    </message>
</context>
</TS>
