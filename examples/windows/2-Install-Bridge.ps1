#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs mt5-bridge for the server, and makes the folder of its configuration, data and logs, which no other user can open.
.DESCRIPTION
-Package has the paths of the ten package files (.tgz) that `npm run pack` makes. There is no default: under the name of
mt5-bridge the npm registry would hand out whatever a stranger put there.
Run it again with -Force to update. -Undo removes the program; configuration, data and logs stay.
.EXAMPLE
.\2-Install-Bridge.ps1 -Package (Get-ChildItem -Path C:\Downloads\*.tgz).FullName
.EXAMPLE
.\2-Install-Bridge.ps1 -Package (Get-ChildItem -Path C:\Downloads\*.tgz).FullName -Force
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string[]]$Package = @(),
    [switch]$Force,
    [switch]$Undo
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '2-Install-Bridge'
$place = Get-Place

if ($Undo) {
    if ($null -ne (Get-ScheduledTask -TaskName $place.BridgeTask -ErrorAction SilentlyContinue)) {
        throw 'The server runs from there. First: .\5-Register-Bridge.ps1 -Undo'
    }
    if (@(Get-Change -Step $step).Count -eq 0) {
        Write-Host 'Nothing to undo: this script has installed nothing.'
    } elseif ($PSCmdlet.ShouldProcess($place.Program, 'remove')) {
        if (Test-Path -LiteralPath $place.Program) { Remove-Item -LiteralPath $place.Program -Recurse }
        Clear-Change -Step $step
        Write-Host "Removed. Still there, with your limits and records: $($place.Root)"
    }
    return
}

if (-not (Test-Passed (Test-Node))) {
    Show-Check (Test-Node)
    exit 1
}
if ((Test-Passed (Test-Bridge)) -and -not $Force) {
    Write-Host 'Nothing to do; -Force installs it anew.'
} elseif ($Package.Count -eq 0) {
    throw 'Name the package files: .\2-Install-Bridge.ps1 -Package (Get-ChildItem -Path C:\Downloads\*.tgz).FullName'
} elseif ($PSCmdlet.ShouldProcess($place.Program, "install $Package, and make $($place.Root)")) {
    foreach ($folder in $place.Root, $place.Data, $place.Logs) {
        if (-not (Test-Path -LiteralPath $folder)) { New-Item -Path $folder -ItemType Directory | Out-Null }
    }
    # Secrets are to come here: who can sign in to this machine is not to read them, nor to change the limits. Any user can
    # make a folder there first, so owner and rights of one that was found are made anew.
    if (-not (Test-Passed (Test-Right))) {
        $everything = ':(OI)(CI)F'
        Invoke-Program -File icacls.exe -Words @($place.Root, '/setowner', (Get-Sid Administrators), '/T')
        Invoke-Program -File icacls.exe -Words @($place.Root, '/reset', '/T')
        Invoke-Program -File icacls.exe -Words @($place.Root, '/inheritance:r', '/grant:r',
            ((Get-Sid System) + $everything), ((Get-Sid Administrators) + $everything), ((Get-Sid LocalService) + ':(OI)(CI)RX'))
        foreach ($folder in $place.Data, $place.Logs) {
            Invoke-Program -File icacls.exe -Words @($folder, '/grant:r', ((Get-Sid LocalService) + ':(OI)(CI)M'))
        }
    }
    Add-Change -Step $step -Name $place.Program -Before ''
    $running = Get-ScheduledTask -TaskName $place.BridgeTask -ErrorAction SilentlyContinue
    # Windows replaces no file that is in use.
    if ($null -ne $running) {
        Disable-ScheduledTask -TaskName $place.BridgeTask | Out-Null
        Stop-ScheduledTask -TaskName $place.BridgeTask
    }
    try {
        Invoke-Program -File $place.Node -Words (@(
            $place.Npm, 'install', '--global', '--prefix', $place.Program, '--ignore-scripts') + $Package)
    } finally {
        if ($null -ne $running) {
            Enable-ScheduledTask -TaskName $place.BridgeTask | Out-Null
            Start-ScheduledTask -TaskName $place.BridgeTask
        }
    }
}
Show-Check (Test-Bridge)
